export const CALLS_CARD_TYPE = "jingl-calls-card";
export const CALL_LIST_TYPE = "jingl-call-list";
export const CALL_DETAILS_TYPE = "jingl-call-details";
export const CALL_NOTES_TYPE = "jingl-call-notes";
