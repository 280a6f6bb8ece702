import { css } from "lit";

export const cardStyles = css`
  p {
    margin: 0;
  }
  .tabs {
    display: flex;
    gap: 4px;
    margin-block-end: 12px;
    overflow-x: auto;
    scrollbar-width: none;
    /* Room for the outlines, which would be cut off otherwise. */
    margin-inline: -4px;
    padding: 4px;
  }
  .tabs button {
    flex: 1 0 auto;
    max-inline-size: 160px;
    min-block-size: 44px;
    padding-inline: 10px;
    border-radius: 22px;
    font-size: 14px;
    font-weight: 500;
    white-space: nowrap;
    color: var(--quiet);
  }
  .tabs button:hover {
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .tabs button[aria-selected="true"] {
    color: var(--accent-text);
    background: color-mix(in srgb, var(--accent) 14%, transparent);
  }
  .find {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-end: 8px;
  }
  .search {
    flex: 1 1 180px;
    min-inline-size: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 14px;
    border: 1px solid var(--line);
    border-radius: 22px;
  }
  .search:focus-within {
    outline: 2px solid var(--accent-text);
    outline-offset: -1px;
  }
  .search svg {
    inline-size: 20px;
    block-size: 20px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 44px;
    padding: 0;
    border: 0;
    font: inherit;
    font-size: 14px;
    color: var(--text);
    background: transparent;
  }
  input:focus-visible {
    outline: none;
  }
  input::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  select {
    flex: 0 1 auto;
    min-inline-size: 0;
    max-inline-size: min(100%, 220px);
    block-size: 46px;
    padding-inline: 12px;
    font: inherit;
    font-size: 14px;
    color: var(--text);
    background: transparent;
    border: 1px solid var(--line);
    border-radius: 22px;
  }
  select:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: -1px;
  }
  option {
    color: initial;
    background: initial;
  }
  .empty {
    padding-block: 24px;
    text-align: center;
  }
  .skeleton {
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 60px;
  }
  .skeleton::before,
  .skeleton::after {
    content: "";
    background: color-mix(in srgb, var(--text) 10%, transparent);
    animation: wait 1s ease-in-out infinite alternate;
  }
  .skeleton::before {
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
  }
  .skeleton::after {
    inline-size: 45%;
    block-size: 14px;
    border-radius: 7px;
  }
  @keyframes wait {
    to {
      opacity: 0.4;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton::before,
    .skeleton::after {
      animation: none;
    }
  }
`;
