import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classNames } from "@/components/ui/class-names";

type Look = "main" | "quiet" | "text";

const LOOKS: Readonly<Record<Look, string>> = {
  main: "rounded-lg bg-accent px-3.5 py-2 text-accent-ink hover:brightness-110 disabled:opacity-60",
  quiet: "rounded-lg border border-line bg-panel px-3 py-1.5 text-accent hover:border-edge disabled:text-mut",
  text: "rounded px-1 py-0.5 text-accent underline underline-offset-2 disabled:text-mut",
};

/** The look of a button, for links that act like one. */
export function buttonLook(look: Look = "quiet"): string {
  return classNames(
    "inline-flex min-h-8 touch:min-h-11 cursor-pointer items-center justify-center gap-2 font-semibold",
    LOOKS[look],
  );
}

/** A button that also works inside dialogs and menus. */
export function Button({
  look = "quiet",
  className,
  ...rest
}: Omit<AriaButtonProps, "className"> & { readonly look?: Look; readonly className?: string }) {
  return <AriaButton {...rest} className={classNames(buttonLook(look), className)} />;
}
