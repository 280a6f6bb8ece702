export const CARD_TYPE = "jingl-phones-card";
export const TILE_TYPE = "jingl-phones-tile";
