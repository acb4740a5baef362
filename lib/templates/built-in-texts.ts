/*
 * The templates that come with Berth, as an administrator would write them: the editor shows these texts. A text is version 1 for good, since
 * workspaces are made from it: a change of what it does is a further text at the end of its list (built-in.test.ts holds on to that).
 *
 * Containers: the image's entry point stays; Kubernetes calls what follows it `args`, Docker `command`. The volume at /home/src belongs to root
 * when it is new, so containers that write there as another user begin as root. Local: `{node}`, `{app}` and `{port}` are replaced by Berth.
 */

const notes = `name: notes
title: Files and notes
description: A small web app for files and notes in the workspace's own folder. Needs nothing but Node.
icon: notes
cluster_types: [local]
document:
  health_path: /
  container_config:
    command: ["{node}", "{app}/notes/server.mjs"]
`;

const mage = `name: mage
title: Mage
description: Data pipelines with Mage.
icon: wand
cluster_types: [kubernetes, docker, local]
parameters:
  tag:
    title: Version
    description: Tag of the image mageai/mageai.
    type: string
    default: latest
    pattern: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
document:
  health_path: /api/status
document_on:
  kubernetes:
    port: 6789
    container_config:
      image: mageai/mageai:\${tag}
      env:
        - name: USER_CODE_PATH
          value: /home/src/default_repo
  docker:
    port: 6789
    container_config:
      image: mageai/mageai:\${tag}
      environment:
        USER_CODE_PATH: /home/src/default_repo
  local:
    container_config:
      command: [mage, start, default_repo, --host, 127.0.0.1, --port, "{port}"]
`;

/*
 * No token, no password, any origin: behind the gateway every workspace has an origin of its own, which Jupyter cannot know, and only requests
 * that the gateway checked reach it. "Remote access" is what Jupyter calls a Host other than localhost. The image's start script hands
 * CHOWN_EXTRA to its own user and then becomes that user.
 */
const jupyterOptions = `          - --ServerApp.port_retries=0
          - --no-browser
          - --IdentityProvider.token=
          - --ServerApp.password=
          - --ServerApp.allow_origin=*
          - --ServerApp.allow_remote_access=True`.replace(/^ {4}/gm, "");

const jupyterlab = `name: jupyterlab
title: JupyterLab
description: Notebooks, consoles and terminals.
icon: notebook
cluster_types: [kubernetes, docker, local]
parameters:
  stack:
    title: Packages
    description: Which of Jupyter's own images is used.
    type: choice
    choices: [base-notebook, scipy-notebook, r-notebook, datascience-notebook]
    default: base-notebook
  tag:
    title: Version
    description: Tag of the image.
    type: string
    default: latest
    pattern: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
document:
  health_path: /api
document_on:
  kubernetes:
    port: 8888
    container_config:
      image: quay.io/jupyter/\${stack}:\${tag}
      args:
      - start-notebook.py
      - --ip=0.0.0.0
      - --port=8888
      - --ServerApp.root_dir=/home/src
${jupyterOptions}
      securityContext:
        runAsUser: 0
      env:
        - name: CHOWN_EXTRA
          value: /home/src
  docker:
    port: 8888
    container_config:
      image: quay.io/jupyter/\${stack}:\${tag}
      command:
      - start-notebook.py
      - --ip=0.0.0.0
      - --port=8888
      - --ServerApp.root_dir=/home/src
${jupyterOptions}
      user: "0"
      environment:
        CHOWN_EXTRA: /home/src
  local:
    container_config:
      command:
      - jupyter
      - lab
      - --ip=127.0.0.1
      - --port={port}
      - --allow-root
${jupyterOptions}
`;

const codeServer = `name: code-server
title: code-server
description: Visual Studio Code in the browser.
icon: code
cluster_types: [kubernetes, docker, local]
parameters:
  tag:
    title: Version
    description: Tag of the image codercom/code-server.
    type: string
    default: latest
    pattern: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
document:
  health_path: /healthz
document_on:
  kubernetes:
    port: 8080
    container_config:
      image: codercom/code-server:\${tag}
      args: [--auth, none, --bind-addr, "0.0.0.0:8080", /home/src]
      securityContext:
        runAsUser: 0
  docker:
    port: 8080
    container_config:
      image: codercom/code-server:\${tag}
      command: [--auth, none, --bind-addr, "0.0.0.0:8080", /home/src]
      user: "0"
  local:
    container_config:
      command: [code-server, --auth, none, --bind-addr, "127.0.0.1:{port}", .]
`;

/*
 * The image begins as root, becomes the user rstudio for its sessions, and asks nobody for a password with DISABLE_AUTH: the gateway did. Sessions
 * begin in the workspace's own volume, which is handed to that user. Not offered for local clusters: rserver wants an account and folders of the
 * machine's own, which a process of the portal's user does not have.
 */
const rstudioStart = `echo session-default-working-dir=/home/src >> /etc/rstudio/rsession.conf; chown rstudio /home/src; exec /init`;

const rstudio = `name: rstudio
title: RStudio
description: R in the browser, with RStudio Server.
icon: r
cluster_types: [kubernetes, docker]
parameters:
  tag:
    title: R version
    description: Tag of the image rocker/rstudio, such as 4.5.1.
    type: string
    default: latest
    pattern: "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
document:
  port: 8787
  health_path: /
document_on:
  kubernetes:
    container_config:
      image: rocker/rstudio:\${tag}
      args: [/bin/sh, -c, "${rstudioStart}"]
      securityContext:
        runAsUser: 0
      env:
        - name: DISABLE_AUTH
          value: "true"
  docker:
    container_config:
      image: rocker/rstudio:\${tag}
      command: [/bin/sh, -c, "${rstudioStart}"]
      user: "0"
      environment:
        DISABLE_AUTH: "true"
`;

const plain = `name: plain
title: Plain container
description: Any image that serves HTTP. Name the image and its port.
icon: box
cluster_types: [kubernetes, docker]
document:
  container_config: {}
`;

/** In the order in which they are offered; each with its versions, the first one being number 1. */
export const builtInTexts: readonly (readonly [string, ...string[]])[] = [
  [notes],
  [mage],
  [jupyterlab],
  [codeServer],
  [rstudio],
  [plain],
];
