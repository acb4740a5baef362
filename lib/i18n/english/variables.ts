/** Variables of clusters, texts of `.env` files, secrets of workspaces. */
export const variableTexts = {
  "variable/not-found": "The cluster {cluster} has no variable {name}.",
  "variable/name-form": "A variable's name begins with a letter or _, then letters, digits, _ . or -.",
  "variable/own-setting": "{name} belongs to the portal itself and is never given to workspaces. Choose another name.",
  "variable/too-long": "The value has more than {most} characters.",
  "variable/zero": "The value contains a zero character.",
  "variable/value-missing": "{name} needs a value: it is new, or was a secret.",
  "variable/twice": "{name} is named twice in this change.",
  "variable/many": "At most {most} variables at once.",
  "variable/none-kept": "The Variables page has no variable {name}, so it cannot be removed.",
  "env-file/no-assignment": "This line is not NAME=value.",
  "env-file/twice": "{name} stands in line {line} already.",
  "env-file/quote": "A quote is left open, or something stands behind the closing one.",
  "secret/env": "ENV chooses which variables a workspace inherits, so it is no secret. Write it into the document.",
  "secret/nothing": "Give a value, or say whether the secret is offered to other workspaces.",
  "secret/steers":
    "{name} decides what code programs load or whom they talk to, so it cannot be offered to other workspaces.",
  "secret/sharing-off":
    "Secrets are not shared here: an administrator sets SHARE_SECRETS_ACROSS_WORKSPACES=1 and starts the portal anew.",
  "secret/offered-already":
    "The workspace {workspace} offers a secret {name} already. Choose another name, or ask its owner to withdraw it.",
  "secret/only-owner": "Only the owner of the workspace {workspace}, {owner}, can offer its secrets to others.",
  "secret/not-found": "The workspace {workspace} has no secret {name}.",
  "secret/many": "A workspace may have at most {most} secrets.",
} as const;
