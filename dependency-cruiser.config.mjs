// The import rules of docs/architecture.md: downward only, sideways through use cases, later modules may call earlier ones.
const order = [
  'language',
  'municipality',
  'people',
  'duty',
  'privacy',
  'council',
  'goals',
  'concepts',
  'elections',
  'review',
  'channels',
  'audiences',
  'campaigns',
  'media',
  'posts',
  'crisis',
  'moderation',
  'routing',
  'dialogue',
  'cases',
  'approval',
  'federation',
  'retention',
  'subjects',
  'site',
  'calendar',
  'wiki',
  'pilots',
  'practice',
  'insight',
  'archive'
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      // A comment shows the comments that answer it: a component may contain itself.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'], pathNot: '^src/ui/site/Comment\\.svelte$' } }
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: `^src/(${order.join('|')}|routes|ui|cli)/` }
    },
    {
      name: 'modules-know-no-page',
      severity: 'error',
      from: { path: `^src/(${order.join('|')})/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(routes|cli)/' }
    },
    {
      name: 'only-networks-looks-into-a-network',
      severity: 'error',
      from: {
        path: '^src/(?!routes|cli)',
        pathNot: [
          '^src/channels/(networks|shared)\\.ts$',
          '^src/channels/([^/]+)/',
          '^src/federation/',
          '^src/practice/',
          '\\.test\\.ts$'
        ]
      },
      to: { path: '^src/channels/[^/]+/' }
    },
    {
      // It runs in the browser (vite/guard.ts), and whoever wants it elsewhere can take the folder.
      name: 'language-needs-nothing',
      severity: 'error',
      from: { path: '^src/language/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(src|content)/language/' }
    },
    ...order.flatMap((module, index) =>
      index + 1 === order.length
        ? []
        : [
            {
              name: `${module}-calls-no-later-module`,
              severity: 'error',
              from: {
                path: `^src/${module}/`,
                pathNot: [
                  '\\.(test|fixture)\\.ts$',
                  '^src/channels/networks\\.ts$',
                  '^src/channels/[^/]+/',
                  // Founding a municipality adds its first people in the same transaction.
                  '^src/municipality/create\\.ts$'
                ]
              },
              to: {
                path: `^src/(${order.slice(index + 1).join('|')})/`,
                // Every use case asks for the right first, whatever its module.
                pathNot: '^src/people/(rights|types)\\.ts$',
                dependencyTypesNot: ['type-only']
              }
            }
          ]
    )
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|\\.svelte-kit|^build)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'svelte'] }
  }
}
