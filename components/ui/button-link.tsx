"use client";
import { Button, type ButtonProps } from "@mantine/core";
import Link from "next/link";
import type { ComponentProps } from "react";

/** A link that looks like a button. `component={Link}` works only inside a client file, hence this wrapper for server pages. */
export function ButtonLink(props: ButtonProps & Omit<ComponentProps<typeof Link>, keyof ButtonProps>) {
  return <Button component={Link} {...props} />;
}
