import { css, unsafeCSS } from "lit";
import { HEADING_HEIGHT, ROW_HEIGHT } from "../model/layout";

const heading = unsafeCSS(`${HEADING_HEIGHT}px`);
const row = unsafeCSS(`${ROW_HEIGHT}px`);

export const listStyles = css`
  :host {
    display: block;
  }
  .scroller {
    position: relative;
    max-block-size: min(600px, 75vh);
    margin-inline: -8px;
    overflow-y: auto;
    /* The list itself keeps what is read in its place. */
    overflow-anchor: none;
    scroll-padding-block: 36px 8px;
    contain: content;
  }
  section,
  li {
    position: absolute;
    inset-inline: 0;
  }
  h3 {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    box-sizing: border-box;
    block-size: ${heading};
    margin: 0;
    padding: 8px 8px 4px;
    font-size: 13px;
    line-height: 20px;
    font-weight: 500;
    color: var(--quiet);
    background: var(--surface);
    backdrop-filter: blur(12px);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    block-size: ${row};
    box-sizing: border-box;
    padding-inline: 8px;
    border-radius: 10px;
    text-align: start;
  }
  .open {
    border-radius: 10px;
    background: color-mix(in srgb, var(--text) 4%, transparent);
  }
  .head:hover {
    background: color-mix(in srgb, var(--text) 4%, transparent);
  }
  .head:focus-visible {
    outline-offset: -2px;
  }
  .icon {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    flex: none;
    color: color-mix(in srgb, var(--tone) 70%, var(--text));
    background: color-mix(in srgb, var(--tone) 16%, transparent);
    --tone: var(--disabled-text-color, #9e9e9e);
  }
  .missed {
    --tone: var(--error-color, #db4437);
  }
  .inbound {
    --tone: var(--green-color, #4caf50);
  }
  .outbound {
    --tone: var(--accent);
  }
  .icon svg {
    inline-size: 22px;
    block-size: 22px;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  .name,
  .facts {
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .name {
    font-size: 14px;
    line-height: 20px;
    font-weight: 500;
  }
  .name.missed {
    color: var(--error);
  }
  .name bdi,
  .facts .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .times {
    font-weight: 400;
    color: var(--quiet);
  }
  .facts,
  .when {
    font-size: 12px;
    line-height: 16px;
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  .facts svg {
    inline-size: 14px;
    block-size: 14px;
  }
  .when {
    flex: none;
    text-align: end;
  }
  .when .time {
    display: block;
    font-size: 14px;
    line-height: 20px;
    color: var(--text);
  }
  .chevron {
    flex: none;
    color: var(--quiet);
  }
  .chevron svg {
    inline-size: 20px;
    block-size: 20px;
  }
  .head[aria-expanded="true"] .chevron {
    rotate: 180deg;
  }
  .older {
    padding: 12px;
    font-size: 13px;
    text-align: center;
    color: var(--quiet);
  }
  @media (max-width: 500px) {
    .chevron {
      display: none;
    }
    .head {
      gap: 10px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .moving section,
    .moving li {
      transition: inset-block-start 0.2s ease;
    }
    .new {
      animation: arrive 0.3s ease;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        translate: 0 -12px;
      }
    }
  }
`;
