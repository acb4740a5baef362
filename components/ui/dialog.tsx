"use client";
import { Modal, type ModalProps } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useFocusBack } from "./use-focus-back";

/** A modal whose close button has a name in the person's language; the whole screen on a phone. */
export function Dialog(props: ModalProps) {
  const t = useTranslations("common");
  useFocusBack();
  return (
    <Modal
      centered
      closeButtonProps={{ "aria-label": t("close") }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 2 }}
      {...props}
    />
  );
}
