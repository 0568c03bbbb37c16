// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useMutation } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { LeaveGuard } from "@/components/ui/leave-guard";

afterEach(cleanup);

const leave = (): boolean => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

it("asks before leaving while something is being saved, and at no other time", async () => {
  let save = (): void => {};
  function Saver() {
    const { mutate } = useMutation({ mutationFn: () => new Promise<void>((done) => (save = done)) });
    return (
      <button type="button" onClick={() => mutate()}>
        Save
      </button>
    );
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LeaveGuard />
      <Saver />
    </QueryClientProvider>,
  );
  expect(leave()).toBe(true);
  await act(async () => screen.getByRole("button").click());
  await waitFor(() => expect(leave()).toBe(false));
  await act(async () => save());
  await waitFor(() => expect(leave()).toBe(true));
});
