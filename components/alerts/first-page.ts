import type { InfiniteData } from "@tanstack/react-query";
import type { AlertsView } from "@/lib/core/alerts/alert";

/** The inbox as the server first has it. */
export const firstPage = (view: AlertsView): InfiniteData<AlertsView, string | null> => ({
  pages: [view],
  pageParams: [null],
});
