/** What all elements of the cards share: Home Assistant's theme, mixed so that it can be read. */
import { css } from "lit";

export const shared = css`
  :host {
    --text: var(--primary-text-color, #141414);
    --quiet: color-mix(in srgb, var(--secondary-text-color, #5e5e5e) 85%, var(--text));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent: var(--primary-color, #03a9f4);
    /* Mixed with the text's colour, so that any theme's accent can be read on its background. */
    --accent-text: color-mix(in srgb, var(--accent) 60%, var(--text));
    --error: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
  }
  [hidden] {
    display: none !important;
  }
  svg {
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
    flex: none;
    display: block;
    /* Nothing juts out; a clip would only be one more thing to keep for each. */
    overflow: visible;
  }
  bdi {
    unicode-bidi: isolate;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  button:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    padding-inline: 14px;
    border-radius: 22px;
    border: 1px solid var(--line);
    font-weight: 500;
    font-size: 14px;
    white-space: nowrap;
  }
  .button svg {
    inline-size: 18px;
    block-size: 18px;
  }
  .button:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .button.filled {
    /* For wall tablets whose browser knows no relative colours. */
    background: #00709a;
    /* Dark enough for white, whatever the theme's colour is. */
    background: oklch(from var(--accent) min(l, 0.52) c h);
    border-color: transparent;
    color: #fff;
  }
  .button.filled:hover {
    background: oklch(from var(--accent) min(l, 0.46) c h);
  }
  .button.tinted {
    background: color-mix(in srgb, var(--accent) 14%, transparent);
    border-color: transparent;
    color: var(--accent-text);
  }
  /* A button that is only said to be disabled keeps the keyboard's focus. */
  .button:disabled,
  .button[aria-disabled="true"] {
    cursor: default;
    opacity: 0.5;
  }
  .words {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** A handset's colour, by the attribute \`data-state\`. */
export const stateColours = css`
  [data-state] {
    --state: var(--disabled-text-color, #9e9e9e);
  }
  [data-state="free"] {
    --state: var(--green-color, #4caf50);
  }
  [data-state="ringing"],
  [data-state="calling"] {
    --state: var(--orange-color, #ff9800);
  }
  [data-state="on_call"],
  [data-state="busy"] {
    --state: var(--red-color, #e53935);
  }
  [data-state="on_hold"] {
    --state: var(--purple-color, #9c27b0);
  }
`;
