/** The CDS Hooks services there are, by the name in their address. */
export const CDS_SERVICE_IDS = ["wardlight-patient-view", "wardlight-encounter-discharge"] as const;
export type CdsServiceId = (typeof CDS_SERVICE_IDS)[number];
