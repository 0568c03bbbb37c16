/** A source attribute of a predictive decision support intervention, as the rule names it. */
export interface AttributeName {
  /** Its place in 45 CFR 170.315(b)(11)(iv)(B), e.g. "(1)(i)". */
  readonly id: string;
  readonly section: string;
  readonly name: string;
}

const SECTIONS: readonly (readonly [section: string, names: readonly string[]])[] = [
  [
    "Details and output",
    [
      "Name and contact information of the developer",
      "Funding source of the technical implementation",
      "Value the intervention produces as an output",
      "Type of output",
    ],
  ],
  ["Purpose", ["Intended use", "Intended patient populations", "Intended users", "Intended role in decisions"]],
  [
    "Cautioned out-of-scope use",
    [
      "Tasks, situations or populations where a user is cautioned against it",
      "Known risks, inappropriate settings or uses, and limitations",
    ],
  ],
  [
    "Development details and input features",
    [
      "Inclusion and exclusion criteria of the training data",
      "Use of demographic, social and health-status data as input features",
      "Demographic representativeness of the training data",
      "Relevance of the training data to the setting it is used in",
    ],
  ],
  ["Fairness in development", ["Approach to a fair output", "Approaches to manage, reduce or eliminate bias"]],
  [
    "External validation",
    [
      "Data source, clinical setting or environment",
      "Party that conducted it",
      "Demographic representativeness of the external data",
      "Process",
    ],
  ],
  [
    "Quantitative measures of performance",
    [
      "Validity in test data from the source of the training data",
      "Fairness in test data from the source of the training data",
      "Validity in external data",
      "Fairness in external data",
      "Evaluations of its use on outcomes",
    ],
  ],
  [
    "Ongoing maintenance",
    [
      "How and how often validity is monitored",
      "Validity in local data",
      "How and how often fairness is monitored",
      "Fairness in local data",
    ],
  ],
  [
    "Update and continued assessment",
    ["How and how often it is updated", "How often performance is corrected when a risk is found"],
  ],
];

const ROMAN = ["i", "ii", "iii", "iv", "v"] as const;

/**
 * The 31 source attributes of a predictive DSI, in the rule's order and in short.
 * @see 45 CFR 170.315(b)(11)(iv)(B), 89 FR 1192 (HTI-1)
 */
export const SOURCE_ATTRIBUTES: readonly AttributeName[] = SECTIONS.flatMap(([section, names], first) =>
  names.map((name, second) => ({ id: `(${first + 1})(${ROMAN[second]})`, section, name })),
);
