/** The frame of a card, as Home Assistant's own have it, with its title and its line of answers. */
import { css } from "lit";

export const frame = css`
:host {
  display: block;
}
.card {
  padding: 16px;
  border-radius: var(--ha-card-border-radius, 12px);
  border: var(--ha-card-border-width, 1px) solid
    var(--ha-card-border-color, var(--divider-color, #e0e0e0));
  background: var(--surface);
  box-shadow: var(--ha-card-box-shadow, none);
  backdrop-filter: var(--ha-card-backdrop-filter, none);
  color: var(--text);
  font-family: var(--ha-font-family-body, inherit);
}
.title {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 4px 12px;
  margin-block-end: 12px;
}
h2 {
  margin: 0;
  font-size: 20px;
  line-height: 28px;
  font-weight: 400;
}
.summary {
  color: var(--quiet);
  font-size: 14px;
  flex: 1 1 200px;
}
p {
  margin: 12px 0;
  color: var(--quiet);
  font-size: 14px;
  line-height: 20px;
}
p.lost {
  color: var(--error);
  margin-block-start: 0;
}
.mine {
  gap: 6px;
  max-inline-size: 100%;
  padding-inline: 12px;
  font-weight: 400;
}
.mine bdi {
  overflow: hidden;
  text-overflow: ellipsis;
  font-weight: 500;
}
.quiet {
  color: var(--quiet);
}
.dot {
  inline-size: 10px;
  block-size: 10px;
  border-radius: 50%;
  background: var(--state);
  flex: none;
}
.hint {
  font-size: 13px;
  line-height: 18px;
  color: var(--quiet);
}
.hint[data-reserved] {
  min-block-size: 18px;
  padding-block-end: 8px;
}
.hint.bad {
  color: var(--error);
}
.hint.good {
  color: var(--text);
}
`;
