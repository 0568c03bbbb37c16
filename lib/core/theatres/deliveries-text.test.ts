import { describe, expect, it } from "vitest";
import { deliveriesText, readDeliveries } from "@/lib/core/theatres/deliveries-text";

describe("deliveries as they are typed", () => {
  it("are read, and written the same again", () => {
    const read = readDeliveries("2026-04-03 10\n\n 2026-04-05: 2 ");
    expect(read).toEqual({
      deliveries: [
        { day: "2026-04-03", count: 10 },
        { day: "2026-04-05", count: 2 },
      ],
    });
    expect(readDeliveries(deliveriesText("deliveries" in read ? read.deliveries : []))).toEqual(read);
    expect(readDeliveries("")).toEqual({ deliveries: [] });
  });

  it("name the line that is none", () => {
    expect(readDeliveries("2026-04-03 10\nFriday 3")).toEqual({ unread: "Friday 3" });
    expect(readDeliveries("2026-02-30 1")).toEqual({ unread: "2026-02-30 1" });
    expect(readDeliveries("2026-04-03 -1")).toEqual({ unread: "2026-04-03 -1" });
  });
});
