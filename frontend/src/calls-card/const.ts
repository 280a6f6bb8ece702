export const CALLS_CARD_TYPE = "jingl-calls-card";
