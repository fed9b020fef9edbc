import DOMPurify from 'dompurify';
import { marked } from 'marked';
import { useMemo } from 'react';

/** Markdown as a page, cleaned of everything that could run or load something. */
export default function Markdown({ text }: { readonly text: string }) {
  const html = useMemo(
    () =>
      DOMPurify.sanitize(marked.parse(text, { async: false }), {
        USE_PROFILES: { html: true },
        FORBID_TAGS: ['img', 'style', 'form', 'input', 'iframe', 'video', 'audio'],
        FORBID_ATTR: ['style', 'id', 'class'],
      }),
    [text],
  );
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}
