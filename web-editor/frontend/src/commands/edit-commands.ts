import { toWorld } from '../canvas/geometry';
import { t } from '../i18n/t';
import { groupOf, isGroup } from '../model/groups';
import { flushPendingEdits } from '../store/pending-edits';
import { endPath } from '../store/shown-path';
import type { Command } from './command';
import { copySelection, pasteFromClipboard } from './clipboard';
import { focusForm } from './focus-form';
import { focused, hasSelection, selected, subflowOf } from './focused';

/** What changes the flow that is seen, or begins to. */
export const EDIT_COMMANDS: readonly Command[] = [
  {
    id: 'undo',
    title: 'command.undo',
    group: 'edit',
    keys: ['Mod+z'],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.documents.state.undo.length > 0,
    run: ({ editing }) => editing.undo(),
  },
  {
    id: 'redo',
    title: 'command.redo',
    group: 'edit',
    keys: ['Mod+Shift+z', 'Mod+y'],
    scope: 'everywhere',
    isEnabled: ({ editor }) => editor.documents.state.redo.length > 0,
    run: ({ editing }) => editing.redo(),
  },
  {
    id: 'add',
    title: 'command.add',
    group: 'edit',
    keys: ['a'],
    scope: 'canvas',
    run: ({ core }) => core.quickAdd.inView(),
  },
  {
    id: 'add-next',
    title: 'command.addNext',
    group: 'edit',
    keys: ['.', 'Mod+ '],
    scope: 'canvas',
    run(context) {
      const node = focused(context);
      const outputs = context.core.layout.faces.get(node?.id ?? '')?.outputs ?? 0;
      if (node !== undefined && outputs > 0) context.core.quickAdd.after(node.id, 0);
      else context.core.quickAdd.inView();
    },
  },
  {
    id: 'note',
    title: 'command.note',
    group: 'edit',
    keys: ['n'],
    scope: 'canvas',
    run({ core, editor, editing }) {
      const type = editor.types.getState().types.get('comment');
      const at = core.pasteAt();
      if (type === undefined) return;
      const group = core.layout.groups.at(toWorld(at)) ?? null;
      const id = editing.addNode({ type, at, group });
      if (id === undefined) return;
      core.reveal(id);
      core.openEdit();
      requestAnimationFrame(() => focusForm(true));
    },
  },
  {
    id: 'wire',
    title: 'command.wire',
    group: 'edit',
    keys: ['w'],
    scope: 'canvas',
    isEnabled: (context) => focused(context) !== undefined,
    run(context) {
      const node = focused(context);
      if (node !== undefined) context.wireMode.start(node.id);
    },
  },
  {
    id: 'edit',
    title: 'command.edit',
    group: 'edit',
    keys: ['Enter'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run(context) {
      const node = focused(context);
      if (node === undefined) return;
      context.editor.selection.select([node.id]);
      context.editor.view.set({ rightOpen: true, right: 'edit' });
      // The form is there after the next render.
      requestAnimationFrame(() => focusForm(isGroup(node)));
    },
  },
  {
    id: 'send',
    title: 'command.send',
    group: 'edit',
    keys: ['i'],
    scope: 'canvas',
    isEnabled: (context) => focused(context) !== undefined,
    run(context) {
      const node = focused(context);
      if (node === undefined) return;
      const isToggle = context.editing.typeOf(node)?.button === 'toggle';
      if (!context.editor.session.may(isToggle ? 'debug.write' : 'inject.write')) {
        context.editor.view.announce(t(isToggle ? 'readOnly.toggle' : 'readOnly.send'), true);
      } else if (isToggle) {
        context.editing.update(node.id, { active: node['active'] === false }, 'active');
      } else {
        void context.editor.engine.inject(node.id);
      }
    },
  },
  {
    id: 'delete',
    title: 'command.delete',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.removeSelected(false),
  },
  {
    id: 'delete-heal',
    title: 'command.deleteHeal',
    group: 'edit',
    keys: ['Mod+Delete', 'Mod+Backspace'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.removeSelected(true),
  },
  {
    id: 'enable',
    title: 'command.enable',
    group: 'edit',
    keys: ['e'],
    scope: 'canvas',
    isEnabled: ({ editor }) => editor.selection.state.nodes.size > 0,
    run: ({ editor, editing }) => editing.toggleEnabled(editor.selection.current()),
  },
  {
    id: 'copy',
    title: 'command.copy',
    group: 'edit',
    keys: ['Mod+c'],
    scope: 'canvas',
    native: true,
    isEnabled: hasSelection,
    run: (context) => void copySelection(context, false),
  },
  {
    id: 'cut',
    title: 'command.cut',
    group: 'edit',
    keys: ['Mod+x'],
    scope: 'canvas',
    native: true,
    isEnabled: hasSelection,
    run: (context) => void copySelection(context, true),
  },
  {
    id: 'paste',
    title: 'command.paste',
    group: 'edit',
    keys: ['Mod+v'],
    scope: 'canvas',
    native: true,
    run: (context) => void pasteFromClipboard(context),
  },
  {
    id: 'duplicate',
    title: 'command.duplicate',
    group: 'edit',
    keys: ['Mod+Shift+d'],
    scope: 'canvas',
    isEnabled: hasSelection,
    run: ({ editing }) => editing.duplicate(),
  },
  {
    id: 'group',
    title: 'command.group',
    group: 'edit',
    keys: ['Mod+Shift+g'],
    scope: 'canvas',
    isEnabled: ({ editor }) => editor.selection.state.nodes.size > 0,
    run: ({ core, editor, editing }) => {
      const refusal = editing.groups.make(editor.selection.current());
      if (refusal !== undefined) core.tell(t(refusal));
    },
  },
  {
    id: 'ungroup',
    title: 'command.ungroup',
    group: 'edit',
    keys: ['Mod+Shift+u'],
    scope: 'canvas',
    isEnabled: (context) => selected(context).some(isGroup),
    run: ({ editor, editing }) => editing.groups.dissolve(editor.selection.current()),
  },
  {
    id: 'make-subflow',
    title: 'command.makeSubflow',
    group: 'edit',
    keys: [],
    scope: 'canvas',
    isEnabled: ({ editor }) => editor.selection.state.nodes.size > 0,
    run: ({ core, editor, editing }) => {
      const refusal = editing.subflows.make(editor.selection.current());
      if (refusal !== undefined) core.tell(t(refusal));
    },
  },
  {
    id: 'unpack',
    title: 'command.unpack',
    group: 'edit',
    keys: [],
    scope: 'canvas',
    isOffered: (context) => subflowOf(context) !== undefined,
    run: (context) => {
      const node = focused(context);
      if (node !== undefined) context.editing.subflows.unpack(node.id);
    },
  },
  {
    id: 'take-out',
    title: 'command.takeOut',
    group: 'edit',
    keys: [],
    scope: 'canvas',
    isEnabled: (context) =>
      selected(context).some((entry) => groupOf(context.core.document, entry) !== undefined),
    run: ({ editor, editing }) => editing.groups.takeOut(editor.selection.current()),
  },
  {
    id: 'select-group',
    title: 'command.selectGroup',
    group: 'edit',
    keys: ['g'],
    scope: 'canvas',
    isEnabled: (context) => groupOf(context.core.document, focused(context)) !== undefined,
    run: ({ editing }) => editing.groups.selectAround(),
  },
  {
    id: 'select-all',
    title: 'command.selectAll',
    group: 'edit',
    keys: ['Mod+a'],
    scope: 'canvas',
    run: ({ editor }) => {
      const { flow } = editor.selection.state;
      editor.selection.select(editor.documents.document.nodesIn(flow).map((n) => n.id));
    },
  },
  {
    id: 'escape',
    title: 'command.escape',
    group: 'edit',
    keys: ['Escape'],
    scope: 'canvas',
    hidden: true,
    run: ({ core, editor }) => {
      if (core.pointers.cancel() || endPath(editor)) return;
      // Where nothing is selected it leads out of the subflow that one is in.
      if (editor.selection.isEmpty) editor.selection.leave();
      else editor.selection.clear();
    },
  },
  {
    id: 'replace',
    title: 'command.replace',
    group: 'edit',
    keys: ['Mod+h'],
    scope: 'everywhere',
    inFields: true,
    run: ({ editor }) => {
      flushPendingEdits();
      editor.view.set({ open: { kind: 'replace', text: editor.view.state.find.trim() } });
    },
  },
];
