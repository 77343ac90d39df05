/** Simplified Chinese words of a community's settings: /setup and its refusals. */
import type {
  communities as english,
  communitiesCommands as englishCommands,
  communitiesRefusals as englishRefusals,
} from '../en/communities.ts';

const weekdays = {
  '1': '星期一',
  '2': '星期二',
  '3': '星期三',
  '4': '星期四',
  '5': '星期五',
  '6': '星期六',
  '7': '星期日',
};

export const communities: typeof english = {
  title: (facts) => `${facts.name} 的设置`,
  saved: '已保存。',
  savedTimeZone: '已保存。过去的数据已按新时区重新统计。',
  savedTimeZoneLater: '已保存。暂时没能按新时区重新统计过去的数据，一小时内会自动完成。',
  labels: {
    reportsChannel: '报告频道',
    reports: '每周报告',
    staffRole: '管理身份组',
    adminRole: '等级管理身份组',
    staffChannel: '管理频道',
    timeZone: '时区',
    weekStart: '每周起始日',
    language: '公开消息的语言',
    excluded: '不统计',
  },
  staffRoleNotSet: '未设置；目前只有拥有“管理服务器”权限的成员算管理人员',
  adminRoleNotSet: '未设置；目前没有人可以授予付费等级',
  languages: { en: 'English（英文）', 'zh-CN': '简体中文' },
  reportsAt: (facts) => `每${facts.weekday} ${facts.hour} 发布，下一次 ${facts.next}`,
  reportsOff: (facts) => `设置报告频道后才会发布（届时为每${facts.weekday} ${facts.hour}）`,
  nothingExcluded: '无；我能看到的频道都会统计',
  checks: '所需权限',
  nothingMissing: '✅ 需要的权限都有了。',
  next: '接下来',
  steps: {
    reportsChannel: '选择每周报告发到哪个频道：`/setup reports-channel:#频道`。',
    staffRole: '指定可以发起问卷、查看报告的身份组：`/setup staff-role:@身份组`。',
    adminRole: '指定唯一可以授予和更改付费等级的身份组：`/setup admin-role:@身份组`。',
    staffChannel:
      '选择在哪个频道告知团队需要处理的事，例如身份组与付费情况不符：`/setup staff-channel:#频道`。',
    timeZone: '目前按 UTC 划分日和周。如果社区在其他时区：输入 `/setup time-zone:` 再输入城市的英文名。',
    mend: '处理好上面标出的问题，再输入一次 `/setup` 检查。',
    ready: '一切就绪。来问问成员在这里感觉如何吧：`/survey create`。',
  },
};

export const communitiesRefusals: typeof englishRefusals = {
  'communities.staff-role-everyone': () =>
    '@everyone 不能作为管理身份组，否则每位成员都能发起问卷、查看报告。请选择团队的身份组。',
  'communities.admin-role-everyone': () =>
    '@everyone 不能作为等级管理身份组，否则每位成员都能给自己付费等级。请选择团队的身份组。',
  'communities.role-of-tier': (facts) =>
    `<@&${facts.roleId}> 是付费等级的身份组，否则付费成员都能行使团队的权限。请选择团队的身份组。`,
  'communities.excluded-full': (facts) =>
    `已经排除了 ${facts.most} 个频道，达到上限。可以改为排除整个类别，或用 \`/setup include\` 恢复统计其中一个。`,
  'communities.already-excluded': (facts) => `<#${facts.channelId}> 已经在排除之列，没有任何改动。`,
  'communities.not-excluded': (facts) =>
    `<#${facts.channelId}> 本身没有被排除，无需恢复，没有任何改动。如果排除的是它所在的类别，请恢复该类别。`,
};

export const communitiesCommands: typeof englishCommands = {
  setup: {
    name: '设置',
    description: '查看或修改本社区的设置，并检查我的权限',
    options: {
      'reports-channel': { name: '报告频道', description: '每周报告发布到哪个频道' },
      'staff-role': { name: '管理身份组', description: '拥有该身份组的成员可以发起问卷、查看报告' },
      'admin-role': { name: '等级管理身份组', description: '只有拥有该身份组的成员可以授予和更改付费等级' },
      'staff-channel': {
        name: '管理频道',
        description: '在哪个频道告知团队需要处理的事，例如身份组与付费情况不符',
      },
      'time-zone': { name: '时区', description: '日、周和报告时间都按此时区；请输入城市的英文名' },
      'week-start': { name: '每周起始', description: '一周从哪一天开始', choices: weekdays },
      language: {
        name: '语言',
        description: '公开消息的语言；私下的回复跟随每位成员自己的语言',
        choices: { en: 'English', 'zh-CN': '简体中文' },
      },
      'report-day': { name: '报告日', description: '星期几发布上一周的报告', choices: weekdays },
      'report-hour': { name: '报告时间', description: '当地几点发布报告，0 到 23' },
      exclude: { name: '排除', description: '从现在起不再统计的频道或类别' },
      include: { name: '恢复统计', description: '从现在起恢复统计的频道或类别' },
    },
  },
};
