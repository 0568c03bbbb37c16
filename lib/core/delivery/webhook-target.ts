import { isSecureAddress } from "@/lib/core/connections/secure-address";

/**
 * Whether webhooks may be sent to an address at all: secure, and its host (with its port, unless that is the usual one)
 * among those the installation lists. What the host's name leads to is checked when it is sent.
 */
export const isListedTarget = (address: string, hosts: readonly string[]): boolean =>
  isSecureAddress(address) && hosts.includes(new URL(address).host);
