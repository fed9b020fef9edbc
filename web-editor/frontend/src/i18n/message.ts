/** A text, or one for each form that a number may ask for. */
export type Message = string | { readonly one: string; readonly other: string };

/** Texts by their keys; the first part of a key says what they are about. */
export type Messages = Readonly<Record<string, Message>>;
