import { t } from '../i18n/t';
import type { Property } from '../model/node-type';

/** The environment variables that nodes of a flow or group see; they are worked out as it starts. */
export const VARIABLES: Property = {
  key: 'env',
  kind: 'list',
  label: t('form.variables'),
  hint: t('form.variablesHint'),
  item: [
    {
      key: 'name',
      kind: 'text',
      label: t('form.name'),
      placeholder: 'LIMIT',
      default: '',
      rules: [{ rule: 'required' }, { rule: 'uniqueIn', list: 'env' }],
    },
    {
      key: 'value',
      kind: 'typed',
      label: t('form.value'),
      typeKey: 'type',
      types: ['str', 'num', 'bool', 'json', 'bin', 'jsonata', 'env'],
      defaultType: 'str',
      default: '',
      shownWhen: [{ key: 'type', notIn: ['cred'] }],
    },
    {
      // Its value is a credential, which has no place among the settings of the file.
      key: 'type',
      kind: 'choice',
      label: t('form.value'),
      options: [{ value: 'cred', label: t('form.secret') }],
      shownWhen: [{ key: 'type', in: ['cred'] }],
    },
  ],
};
