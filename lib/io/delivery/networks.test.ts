import { describe, expect, it } from "vitest";
import { isNetwork, networkGuard } from "@/lib/io/delivery/networks";

describe("which addresses may be connected to", () => {
  const mayOnline = networkGuard([]);

  it.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])("%s: on the internet", (ip) =>
    expect(mayOnline(ip)).toBe(true),
  );

  it.each([
    ...["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"],
    ...["100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"],
    ...["::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::"],
    ...["localhost", "", "1.2.3"],
  ])("not %s", (ip) => expect(mayOnline(ip)).toBe(false));

  it("lets through the networks an installation lists, and no more of its own", () => {
    const may = networkGuard(["10.20.0.0/16", "192.168.7.7", "fd12::/16"]);
    expect(["10.20.255.1", "192.168.7.7", "fd12::1", "::ffff:10.20.0.1"].every(may)).toBe(true);
    expect(["10.21.0.1", "192.168.7.8", "fd13::1", "127.0.0.1"].some(may)).toBe(false);
  });

  it("knows a network when it sees one", () => {
    expect(["10.0.0.0/8", "127.0.0.1", "fd00::/8", "::1"].every(isNetwork)).toBe(true);
    expect(
      ["10.0.0.0/33", "10.0.0/8", "example.org", "", "10.0.0.0/8/8", "::/129", "10.0.0.0/-1"].some(isNetwork),
    ).toBe(false);
  });
});
