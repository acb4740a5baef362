"use client";

import { useEffect, useRef } from "react";
import "swagger-ui-dist/swagger-ui.css";

/** The reference of the REST API; loads nothing from elsewhere. */
export function ApiReference({ documentUrl }: { readonly documentUrl: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let left = false;
    void import("swagger-ui-dist/swagger-ui-bundle.js").then(({ default: SwaggerUi }) => {
      if (left || !place.current) return;
      SwaggerUi({
        domNode: place.current,
        url: documentUrl,
        deepLinking: false,
        validatorUrl: null,
        supportedSubmitMethods: [],
      });
    });
    return () => {
      left = true;
    };
  }, [documentUrl]);
  return <div ref={place} />;
}
