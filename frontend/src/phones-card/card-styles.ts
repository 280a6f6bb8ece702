import { css } from "lit";

export const cardStyles = css`
:host {
  container: phones / inline-size;
}
.tiles {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
  align-items: start;
  gap: 4px;
  margin: -3px;
}
.compact .tiles {
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
  gap: 0;
}
`;
