import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import { planChanges } from "../plan";
import type { AdmissionChange } from "../provider";
import { kubernetesRules } from "./diff-rules";

/** Fields that the API server itself fills in; whoever added others is an admission plugin or webhook. Keys of lists stand in brackets. */
const defaults: readonly RegExp[] = [
  // Of objects that were taken over: what kubectl and controllers keep there for themselves.
  /^metadata\.annotations\.(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision)$/,
  /^spec\.(persistentVolumeClaimRetentionPolicy|volumeMode|volumeName|clusterIPs?|ipFamil(ies|yPolicy)|internalTrafficPolicy|sessionAffinity)$/,
  /^spec\.(podManagementPolicy|revisionHistoryLimit|updateStrategy(\.rollingUpdate)?|minReadySeconds)$/,
  /^spec\.template\.metadata\.creationTimestamp$/,
  /^spec\.template\.spec\.(restartPolicy|dnsPolicy|schedulerName|serviceAccount|serviceAccountName|securityContext|terminationGracePeriodSeconds)$/,
  /\.(containers|initContainers)\[[^\]]*\]\.(imagePullPolicy|resources|terminationMessagePath|terminationMessagePolicy)$/,
  /\.resources\.requests$/,
  /\.ports\[[^\]]*\]\.protocol$/,
  /(P|\.p)robe\.(failureThreshold|initialDelaySeconds|periodSeconds|successThreshold|timeoutSeconds|httpGet\.scheme|grpc\.service)$/,
  /\.lifecycle\.\w+\.httpGet\.scheme$/,
  /\.(fieldRef|objectFieldSelector)\.apiVersion$/,
  /\.resourceFieldRef\.divisor$/,
  /\.volumes\[[^\]]*\]\.(\w+\.(defaultMode|type|readOnly)|projected\.sources)$/,
];

/** Everything else in an object's metadata is the API server's own bookkeeping. */
const metadata = ["labels", "annotations"];

/** What admission made of an object that was applied without doing it: fields with other values than were asked for, and fields that it added. */
export function admissionChanges(asked: Manifest, given: JsonObject): readonly AdmissionChange[] {
  const { steps } = planChanges([asked], [{ ...asked, body: given }], kubernetesRules, "");
  const overridden = steps.flatMap((step) => ("changes" in step ? step.changes : []));
  const replaced = overridden.map(({ path, before, after }): AdmissionChange => ({
    path,
    before: after,
    after: before,
  }));
  const compared = Object.entries(given).flatMap(([key, value]): [string, Json][] => {
    if (key === "status") return [];
    return key === "metadata" && isObject(value) ? [[key, pick(value, metadata)]] : [[key, value]];
  });
  const added = additions(Object.fromEntries(compared), asked.body, "", asked.kind);
  return [...replaced, ...added];
}

function additions(given: Json, asked: Json | undefined, path: string, kind: string): readonly AdmissionChange[] {
  if (asked === undefined)
    return defaults.some((pattern) => pattern.test(path)) ? [] : [{ path, before: undefined, after: given }];
  if (isObject(given) && isObject(asked)) {
    return Object.entries(given).flatMap(([key, value]) =>
      additions(value, own(asked, key), path === "" ? key : `${path}.${key}`, kind),
    );
  }
  const key = kubernetesRules[kind]?.listKey?.(path);
  if (key === undefined || !Array.isArray(given) || !Array.isArray(asked)) return [];
  return given.filter(isObject).flatMap((item) => {
    const id = item[key];
    const wanted = asked.filter(isObject).find((other) => other[key] === id);
    return additions(item, wanted, `${path}[${key}=${String(id)}]`, kind);
  });
}

const pick = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));

const own = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;
