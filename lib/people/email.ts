/** E-mail addresses are compared and stored in this form. */
export const normalEmail = (text: string): string => text.trim().toLowerCase();
