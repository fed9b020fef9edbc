import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// Who may import whom: main → everything; the parts → store → model; the network only where it
// belongs. A part that needs another part gets it through `main` or the store.
const PARTS = ['canvas', 'palette', 'inspector', 'sidebar', 'deploy', 'commands', 'shell'];

function forbid(folders, message) {
  return {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: folders.flatMap((f) => [`**/${f}/*`, `**/${f}/**`]), message }] },
    ],
  };
}

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'test-results',
      'playwright-report',
      'e2e/screenshots',
      'e2e-login/screenshots',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  jsxA11y.flatConfigs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Focus moves into what the user just opened; a screen reader user expects that.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  {
    files: ['src/model/**'],
    rules: forbid([...PARTS, 'store', 'transport', 'ui'], 'The model knows nothing above it.'),
  },
  {
    files: ['src/store/**'],
    rules: forbid([...PARTS, 'transport', 'ui'], 'The store knows only the model.'),
  },
  {
    files: ['src/{canvas,palette,inspector,sidebar,commands}/**'],
    rules: forbid(['transport'], 'Only deploy and main use the network.'),
  },
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**', 'e2e-*/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Playwright's fixtures are given by a function that is called `use`.
      'react-hooks/rules-of-hooks': 'off',
    },
  },
  {
    files: ['scripts/**', '*.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
