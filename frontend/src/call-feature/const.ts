export const CALL_FEATURE_TYPE = "jingl-call-feature";
