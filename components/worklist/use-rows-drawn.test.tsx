// @vitest-environment jsdom
import { act, cleanup, render, screen } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it } from "vitest";
import { useRowsDrawn } from "@/components/worklist/use-rows-drawn";

afterEach(cleanup);

const drawn: number[] = [];

function Probe() {
  const count = useRowsDrawn();
  drawn.push(count);
  return <output>{Number.isFinite(count) ? `the first ${count}` : "all"}</output>;
}

describe("how many rows are drawn", () => {
  it("is some on the server, the same while the page comes alive, and then all", async () => {
    const page = document.createElement("div");
    page.innerHTML = renderToString(<Probe />);
    expect(page.textContent).toBe("the first 40");
    drawn.length = 0;
    const complaints: unknown[] = [];
    const root = await act(() =>
      hydrateRoot(page, <Probe />, { onRecoverableError: (error) => complaints.push(error) }),
    );
    expect(drawn[0]).toBe(40);
    expect(complaints).toEqual([]);
    expect(page.textContent).toBe("all");
    act(() => root.unmount());
  });

  it("is all of them at once where the browser draws the list by itself", () => {
    drawn.length = 0;
    render(<Probe />);
    expect(drawn).not.toContain(40);
    expect(screen.getByRole("status").textContent).toBe("all");
  });
});
