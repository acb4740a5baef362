"use client";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import type { Edit } from "@/components/yaml/use-draft";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { formatPath, type Path } from "@/lib/shared/path";

export type DocumentForm = {
  readonly value: JsonObject;
  readonly clusterType: ClusterType;
  readonly get: (path: Path) => unknown;
  readonly edit: (edits: readonly Edit[]) => void;
  /** The first fault exactly at a path. */
  readonly faultAt: (path: Path) => string | undefined;
};

const Context = createContext<DocumentForm | null>(null);

type Props = {
  readonly value: JsonObject;
  readonly clusterType: ClusterType;
  readonly faults: readonly Fault[];
  readonly edit: (edits: readonly Edit[]) => void;
  readonly children: ReactNode;
};

/** What every field of the form reads from and writes to: the values of the YAML text and single edits of it. */
export function DocumentFormProvider({ value, clusterType, faults, edit, children }: Props) {
  const form = useMemo((): DocumentForm => {
    const byPath = new Map([...faults].reverse().map((fault) => [fault.path, fault.message]));
    return {
      value,
      clusterType,
      get: (path) => getIn(value, path),
      edit,
      faultAt: (path) => byPath.get(formatPath(path)),
    };
  }, [value, clusterType, faults, edit]);
  return <Context value={form}>{children}</Context>;
}

export function useDocumentForm(): DocumentForm {
  const form = useContext(Context);
  if (!form) throw new Error("Fields of a document must be inside DocumentFormProvider");
  return form;
}

/** The element id of the field at a path, so that a click on a fault can go there. */
export const fieldId = (path: Path): string => `field:${formatPath(path)}`;
