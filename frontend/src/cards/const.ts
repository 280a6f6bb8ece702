export const BAR_TYPE = "jingl-phones-call";
export const CHOOSER_TYPE = "jingl-phones-chooser";
export const DIAL_TYPE = "jingl-phones-dial";
export const LAST_CALLS_TYPE = "jingl-last-calls";
export const PLAYER_TYPE = "jingl-recording-player";
export const TIMER_TYPE = "jingl-call-timer";
