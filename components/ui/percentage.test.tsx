// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Percentage } from "@/components/ui/percentage";

afterEach(cleanup);

it.each([
  [0.414, "41\u202f%"],
  [0.004, "under 1\u202f%"],
  [0.997, "over 99\u202f%"],
  [0, "0\u202f%"],
  [1, "100\u202f%"],
])("writes %f as %s", (value, text) => {
  expect(render(<Percentage value={value} />).container.textContent).toBe(text);
});
