/** In a dashboard it is written with `custom:` before. */
export const STRATEGY_TYPE = "jingl-phones";
export const EDITOR_TYPE = "jingl-phones-strategy-editor";
