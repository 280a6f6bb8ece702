export const CHOOSER_TYPE = "jingl-phones-chooser";
