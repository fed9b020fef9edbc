import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { css } from '@codemirror/lang-css';
import { html } from '@codemirror/lang-html';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { markdown } from '@codemirror/lang-markdown';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';
import { linter, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/t';

export interface CodeEditorProps {
  readonly label: string;
  readonly language: string;
  readonly text: string;
  readonly theme: string;
  /** What was selected in the plain field that stood here before, if it had the focus. */
  readonly begun: {
    readonly current: { readonly anchor: number; readonly head: number } | undefined;
  };
  readonly className: string;
  readonly onText: (text: string) => void;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
}

const LANGUAGES: Readonly<Record<string, () => Extension>> = {
  javascript: () => [
    javascript(),
    javascriptLanguage.data.of({ autocomplete: complete }),
    syntaxLint,
  ],
  json: () => json(),
  markdown: () => markdown(),
  html: () => html(),
  handlebars: () => html(),
  mustache: () => html(),
  css: () => css(),
  yaml: () => yaml(),
};

/** Colours by token, so that both themes work without telling the editor. */
const LOOK = EditorView.theme({
  '&': {
    minHeight: 'inherit',
    fontSize: '0.78125rem',
    backgroundColor: 'transparent',
    color: 'var(--tx)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { minHeight: 'inherit', fontFamily: 'var(--mono)', lineHeight: '1.25rem' },
  '.cm-content': { caretColor: 'var(--ac)', padding: '7px 0' },
  '.cm-gutters': {
    // As high as the field, not only as the lines.
    alignSelf: 'stretch',
    height: 'auto',
    backgroundColor: 'var(--sunken)',
    color: 'var(--tx3)',
    border: 'none',
    borderInlineEnd: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'color-mix(in srgb, var(--ac) 7%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--tx)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--ac) 26%, transparent) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--panel)',
    color: 'var(--tx)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow-float)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--ac-weak)',
    color: 'var(--tx)',
  },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--tx)' },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--ac)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--info)' },
  { tag: [tags.comment], color: 'var(--tx3)', fontStyle: 'italic' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--tx)' },
  { tag: [tags.function(tags.variableName), tags.tagName, tags.heading], color: 'var(--warn)' },
  { tag: [tags.definition(tags.variableName)], color: 'var(--tx)', fontWeight: '600' },
]);

/** What function code may use, with one line about each. */
const GLOBALS: readonly Completion[] = [
  ['msg', 'the message'],
  ['msg.payload', 'the value of the message'],
  ['msg.topic', 'the topic of the message'],
  ['node.send()', 'sends messages now'],
  ['node.done()', 'says that this message is finished'],
  ['node.error()', 'reports an error'],
  ['node.warn()', 'shows a warning in Live'],
  ['node.log()', 'writes to the log'],
  ['node.status()', 'sets the status under the node'],
  ['context.get()', 'reads what this node remembered'],
  ['context.set()', 'remembers for this node'],
  ['flow.get()', 'reads what this flow remembered'],
  ['flow.set()', 'remembers for this flow'],
  ['global.get()', 'reads what all flows share'],
  ['global.set()', 'remembers for all flows'],
  ['env.get()', 'reads an environment variable'],
].map(([label, detail]) => ({ label: label ?? '', detail: detail ?? '', type: 'function' }));

function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[\w$.]+/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  return { from: word.from, options: [...GLOBALS], validFor: /^[\w$.]*$/ };
}

/** Marks where the code can't be read; it runs as the body of a function. */
const syntaxLint = linter((view) => {
  const found: Diagnostic[] = [];
  syntaxTree(view.state).iterate({
    enter: (node) => {
      if (!node.type.isError || found.length > 4) return;
      found.push({
        from: node.from,
        to: Math.min(view.state.doc.length, Math.max(node.to, node.from + 1)),
        severity: 'error',
        message: t('code.syntax'),
      });
    },
  });
  return found;
});

export default function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: extensionsFor(props.language, props.label, {
          text: (text) => latest.current.onText(text),
          enter: () => latest.current.onEnter(),
          leave: () => latest.current.onLeave(),
        }),
      }),
    });
    view.current = made;
    const begun = latest.current.begun.current;
    if (begun !== undefined) {
      made.focus();
      const last = made.state.doc.length;
      made.dispatch({
        selection: { anchor: Math.min(begun.anchor, last), head: Math.min(begun.head, last) },
      });
    }
    return () => {
      view.current = undefined;
      made.destroy();
    };
  }, [props.language, props.label]);

  useEffect(() => {
    const made = view.current;
    if (made === undefined || made.state.doc.toString() === props.text) return;
    made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: props.text } });
  }, [props.text]);

  return <div ref={host} className={props.className} />;
}

interface Events {
  readonly text: (text: string) => void;
  readonly enter: () => void;
  readonly leave: () => void;
}

function extensionsFor(language: string, label: string, events: Events): Extension {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    syntaxHighlighting(COLOURS),
    LOOK,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap.filter((k) => k.key !== 'Mod-Enter'),
      ...searchKeymap,
      ...historyKeymap,
      indentWithTab,
    ]),
    LANGUAGES[language]?.() ?? [],
    EditorView.updateListener.of((update) => {
      // Text that came from the document must not go back into it as an edit.
      const byUser = update.transactions.some(
        (tr) =>
          tr.isUserEvent('input') ||
          tr.isUserEvent('delete') ||
          tr.isUserEvent('move') ||
          tr.isUserEvent('undo') ||
          tr.isUserEvent('redo'),
      );
      if (update.docChanged && byUser) events.text(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({
      focus: () => events.enter(),
      blur: () => events.leave(),
    }),
  ];
}
