export const CARD_TYPE = "jingl-phones-card";
export const TILE_TYPE = "jingl-phones-tile";
export const DIAL_TYPE = "jingl-phones-dial";
export const BAR_TYPE = "jingl-phones-call";
export const TIMER_TYPE = "jingl-call-timer";
