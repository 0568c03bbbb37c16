import { describe, expect, it } from "vitest";
import { isListedTarget } from "@/lib/core/delivery/webhook-target";

const HOSTS = ["hooks.example", "pager.example:8443", "127.0.0.1:9000"];

describe("where webhooks may be sent", () => {
  it.each([
    "https://hooks.example/a?b=c",
    "https://HOOKS.example:443/",
    "https://pager.example:8443/x",
    "http://127.0.0.1:9000/",
  ])("is to a listed host: %s", (address) => expect(isListedTarget(address, HOSTS)).toBe(true));

  it.each([
    ["another host", "https://other.example/"],
    ["a host that only begins like one", "https://hooks.example.other.example/"],
    ["another port", "https://hooks.example:8443/"],
    ["the usual port of a host listed with its own", "https://pager.example/"],
    ["what could be read on the way", "http://hooks.example/"],
    ["a name and password in it", "https://me:secret@hooks.example/"],
    ["a listed host before the at sign", "https://hooks.example@other.example/"],
    ["no address", "hooks.example"],
  ])("is not %s", (_, address) => expect(isListedTarget(address, HOSTS)).toBe(false));
});
