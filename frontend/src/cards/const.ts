export const CHOOSER_TYPE = "jingl-phones-chooser";
export const PLAYER_TYPE = "jingl-recording-player";
