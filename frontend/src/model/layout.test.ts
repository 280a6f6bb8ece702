import { expect, test } from "vitest";
import { call } from "../testing/office";
import type { Day } from "./call-list";
import { HEADING_HEIGHT as H, Layout, ROW_HEIGHT as R } from "./layout";

/** Days of so many rows, the first of which begin with two calls. */
function days(...counts: number[]): Day[] {
  let number = 0;
  return counts.map((count, start) => ({
    start,
    rows: Array.from({ length: count }, () => {
      number += 1;
      const of = (key: string) => ({ key, at: 0, records: [call(key)] as const });
      return { key: `r${number}`, calls: [of(`r${number}`), of(`x${number}`)] as const };
    }),
  }));
}

const layout = new Layout(days(3, 2, 4));
const drawn = (of: Layout, ...range: Parameters<Layout["draw"]>) =>
  of.draw(...range).map(({ start, top, rows }) => [start, top, rows.map(({ index }) => index)]);

test("a list is as high as its headings and rows", () => {
  expect([layout.height, layout.count]).toEqual([3 * H + 9 * R, 9]);
  expect([new Layout([]).height, new Layout([]).count]).toEqual([0, 0]);
});

test("each row is found where it is", () => {
  for (let index = 0; index < layout.count; index += 1) {
    const top = layout.topOf(index);
    expect([layout.indexAt(top), layout.indexAt(top + R - 1)]).toEqual([index, index]);
  }
  expect(layout.topOf(3)).toBe(2 * H + 3 * R);
  expect(layout.indexAt(layout.topOf(3) - 1)).toBe(3);
  expect([layout.indexAt(-5), layout.indexAt(1e6), new Layout([]).indexAt(0)]).toEqual([0, 8, 0]);
});

test("below an open row, all are further down", () => {
  const open = layout.open(1, 200);
  expect(open.height).toBe(layout.height + 200);
  expect([open.topOf(1), open.topOf(2), open.topOf(3)]).toEqual([
    layout.topOf(1),
    layout.topOf(2) + 200,
    layout.topOf(3) + 200,
  ]);
  expect(open.indexAt(open.topOf(1) + R + 199)).toBe(1);
  for (const index of [0, 1, 2, 3, 8]) {
    expect(open.indexAt(open.topOf(index))).toBe(index);
  }
  expect(open.open(1, 200)).toBe(open);
  expect(open.open(null, 0).height).toBe(layout.height);
});

test("only the rows in view are drawn, with the days they are in", () => {
  expect(drawn(layout, 2, 6, [])).toEqual([
    [0, 0, [2]],
    [1, H + 3 * R, [3, 4]],
    [2, 2 * H + 5 * R, [5]],
  ]);
  expect(drawn(layout, -3, 99, [])).toHaveLength(3);
  expect(layout.draw(2, 3, [])[0]?.rows[0]?.top).toBe(H + 2 * R);
  expect(new Layout([]).draw(0, 5, [])).toEqual([]);
});

test("a row that must stay is drawn wherever it is, once", () => {
  expect(drawn(layout, 0, 2, [8, 1, null, 99])).toEqual([
    [0, 0, [0, 1]],
    [2, 2 * H + 5 * R, [8]],
  ]);
});

test("a row is found by any of its calls", () => {
  expect([layout.find("r4"), layout.find("x4"), layout.find("none"), layout.find(null)]).toEqual([
    3,
    3,
    null,
    null,
  ]);
  expect(layout.find("r1")).toBe(0);
  expect([
    layout.row(3)?.key,
    layout.row(9),
    new Layout([]).row(0),
    new Layout([]).topOf(0),
  ]).toEqual(["r4", null, null, 0]);
});
