import { describe, expect, test } from "vitest";
import { handset } from "../testing/office";
import { type ActionCall, colleagueRequest, dialRequest, Flights } from "./request";

const mine = handset("100");
const colleague = handset("101");

describe("the action", () => {
  test("that calls or transfers is my phone's", () => {
    expect(colleagueRequest("call", mine, colleague)).toEqual({
      service: "create_call",
      data: { number: "101" },
      target: "device-100",
      involved: ["device-100"],
    });
    expect(dialRequest("transfer", mine, "0409 123 456")).toMatchObject({
      service: "transfer_call",
      data: { number: "0409 123 456", attended: false },
    });
    expect(colleagueRequest("consult", mine, colleague)).toMatchObject({
      service: "transfer_call",
      data: { number: "101", attended: true },
      target: "device-100",
    });
  });

  test.each([
    ["monitor", "monitor_call"],
    ["coach", "coach_call"],
    ["barge", "barge_call"],
  ] as const)("for %s is the colleague's, and my phone joins", (deed, service) => {
    expect(colleagueRequest(deed, mine, colleague)).toEqual({
      service,
      data: { number: "100" },
      target: "device-101",
      involved: ["device-100", "device-101"],
    });
  });
});

describe("a handset", () => {
  const call = (...involved: string[]): ActionCall => ({
    service: "create_call",
    data: { number: involved.join() },
    target: "device",
    involved,
  });

  test("does one thing at a time", () => {
    const flights = new Flights();
    expect(flights.begin(call("a", "b"), 0)).toBeNull();
    expect(flights.begin(call("b"), 60_000)).toBe("busy");
    expect(flights.begin(call("c"), 60_000)).toBeNull();
    flights.end(call("a", "b"), 0, 60_000, "done");
    expect(flights.begin(call("b"), 60_000)).toBeNull();
  });

  test("takes a double tap for one, even if the answer was quicker", () => {
    const flights = new Flights();
    flights.begin(call("a"), 0);
    flights.end(call("a"), 0, 30, "refused");
    expect(flights.begin(call("a", "b"), 300)).toBe("busy");
    expect(flights.begin(call("a", "b"), 1000)).toBeNull();
  });

  test("does not do again what was just done, but what failed", () => {
    const flights = new Flights();
    flights.end(call("a"), 0, 100, "done");
    expect(flights.begin(call("a"), 3000)).toBe("busy");
    expect(flights.begin(call("a", "b"), 3000)).toBeNull();
    flights.end(call("c"), 0, 100, "refused");
    expect(flights.begin(call("c"), 3000)).toBeNull();
    expect(flights.begin(call("a"), 5100)).toBe("busy");
    flights.end(call("a", "b"), 3000, 5000, "done");
    expect(flights.begin(call("a"), 5100)).toBeNull();
  });

  test("does again what may have been done only at the second press, and no double tap is two", () => {
    const flights = new Flights();
    flights.begin(call("a"), 0);
    flights.end(call("a"), 0, 10_000, "unknown");
    expect(flights.begin(call("a"), 10_001)).toBe("doubtful");
    expect(flights.begin(call("a"), 10_301)).toBe("busy");
    expect(flights.begin(call("a"), 11_001)).toBeNull();
  });

  test("does something else after that, and the same once a call would be over", () => {
    const flights = new Flights();
    flights.end(call("a"), 0, 10_000, "unknown");
    expect(flights.begin(call("a", "b"), 10_001)).toBeNull();
    flights.end(call("a", "b"), 10_001, 10_100, "done");
    expect(flights.begin(call("a"), 310_000)).toBeNull();
  });
});
