/** Idle stop, schedules, expiry and what runs at a start (product, section 7). */
export const lifecycleTexts = {
  "idle/no-start": "It is not known when the workspace began, so it is not stopped.",
  "idle/unknown": "Not stopped: what {source} says is not known ({reason}). Unknown is never idle.",
  "idle/not-looked": "it was not asked lately",
  "idle/used": "In use: {source}.",
  "idle/kept": "Kept running until {time}.",
  "idle/since": "Stops after {seconds} seconds without use. Last seen: {source}.",
  "idle/probe-status": "{path} answered {status}",
  "idle/probe-silent": "{path} did not answer: {reason}",
  "idle/probe-nonsense": "the answer of {path} does not say when it was used last",
  "idle/probe-future": "the answer of {path} names a time that has not come yet",
  "idle/probe-long": "the answer of {path} is too long",
  "idle/probe-late": "no answer within {seconds} seconds",
  "idle/no-sample": "the cluster tells no CPU use",
  "idle/warning": "{name} is idle and will be stopped at {time}. Keep it running, or use it.",
  "idle/extend-off": "Nothing is going to stop {name}: it has neither idle stop nor a scheduled stop.",
  "idle/extend-stopped": "{name} does not run, so there is nothing to keep running. Start it first.",
  "idle/extend-most": "The policy allows at most {most} seconds (maximum.max_idle_seconds).",
  "idle/cpu-form": 'activity_cpu is an amount of CPU, for example "100m" or 0.5.',
  "idle/probe-form": "activity_probe is mage, jupyter, none, or a path of the workspace's server that begins with /.",

  "schedule/cron": '"{expression}" names no time. A schedule has five fields, for example "0 8 * * 1-5".',
  "schedule/time-zone": '"{name}" is no time zone. Name one as in "Europe/Berlin".',

  "workspace/expires-past": "This time is over. Name a later one, or leave it out.",

  "hook/before-server":
    "before_server: true is not possible here: the portal knows no way to run a command between the image's own start and its server. Put the command in front of the server in container_config.",
  "hook/pre-start-idle":
    "pre_start_script_path is not acted on yet: nothing runs before the workspace starts, and its configuration stays as it is here.",
} as const;
