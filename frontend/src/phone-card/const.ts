export const PHONE_CARD_TYPE = "jingl-phone-card";
export const RECORDING_TYPE = "jingl-phone-recording";
