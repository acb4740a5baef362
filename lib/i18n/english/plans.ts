/** Warnings of plans and of the health page about variables: what is decided for the person who asked. */
export const planTexts = {
  "plan/default-storage-class":
    "The storage class {name} does not exist here and no other was named: the cluster's default class is used.",
  "plan/shared-claim-wins": "A shared volume claim and a storage class are both set: the shared claim is used.",
  "plan/storage-stays": "{kind} {name} is not used any more but stays: it holds data.",
  "plan/nothing-inherited":
    "INHERIT_ENV_VARS is on but USER_DEFINED_VARS is not set: no variable is inherited. Name the variables to inherit.",
  "plan/setting": "{setting}: {fault}",

  "pattern/list-too-long":
    "The list is too long: at most {items} names and patterns with {characters} characters are read.",
  "pattern/invalid": '"{pattern}" is no pattern: {reason}.',
  "pattern/not-closed": "a bracket or brace is not closed",
} as const;
