/** Simplified Chinese words of the house itself: errors every command can meet, and small shared words. */
import type { core as english, coreRefusals as englishRefusals } from '../en/core.ts';
import { formatCount, formatInstant, formatNumber } from '../format.ts';

export const core: typeof english = {
  none: '无',
  notSet: '未设置',
  yes: '是',
  no: '否',
  done: '已完成。',
  formAgain: '重新打开表单',
  weekdays: ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
  notEnoughData: '数据不足',
  members: (count) => `${formatCount(count, 'zh-CN')} 名成员`,
  bug: (facts) => `我们这边出错了。如果再次发生，请把这个编号告诉管理人员：\`${facts.reference}\`。`,
  upstreamDiscord: 'Discord 没有完成请求，请几分钟后再试。',
  upstreamDatabase: '数据库暂时无法访问，请几分钟后再试；没有任何改动。',
  permissions: {
    ViewChannel: '查看频道',
    SendMessages: '发送消息',
    EmbedLinks: '嵌入链接',
    AttachFiles: '附加文件',
    ReadMessageHistory: '阅读消息历史',
    Connect: '连接',
    CreateInstantInvite: '创建邀请',
    ManageGuild: '管理服务器',
    ManageRoles: '管理身份组',
    CreatePublicThreads: '创建公共子区',
    CreatePrivateThreads: '创建私密子区',
    SendMessagesInThreads: '在子区内发送消息',
    ManageThreads: '管理子区',
    CreateEvents: '创建活动',
    ManageChannels: '管理频道',
    MuteMembers: '静音成员',
    MoveMembers: '移动成员',
  },
};

const megabytes = (bytes: number) => `${formatNumber(bytes / 1_000_000, 1, 'zh-CN')} MB`;

export const coreRefusals: typeof englishRefusals = {
  'access.staff-only': (facts) =>
    facts.staffRoleId
      ? `只有管理人员可以这样做：拥有 <@&${facts.staffRoleId}> 身份组或“管理服务器”权限的成员。`
      : '只有管理人员可以这样做：拥有“管理服务器”权限的成员。可以用 `/setup` 设置管理身份组。',
  'access.admin-only': () => '只有拥有“管理服务器”权限的成员可以这样做。',
  'access.tier-admin-only': ({ adminRoleId, isGone }) =>
    adminRoleId && !isGone
      ? `只有拥有 <@&${adminRoleId}> 身份组的成员可以这样做：付费等级只由他们管理。`
      : `${isGone ? '负责付费等级的身份组已被删除，' : ''}目前没有人可以这样做。请先由拥有“管理服务器”权限的人指定负责付费等级的身份组：\`/setup admin-role:@身份组\`。`,
  'access.server-only': () => '这个功能只能在服务器里使用，不能在私信里使用。',
  'component.unknown': () => '这个按钮或表单来自旧版本，或已经失效。请重新输入命令。',
  'form.gone': () => '你填写的内容已经不在了：它只保留一小时，而且我重启后也会清空。请重新开始。',
  'option.invalid': (facts) => `选项 \`${facts.option}\` 的值无法使用，请重新输入命令。`,
  'option.day': (facts) =>
    `“${facts.given}”没有写成 2026-03-02 这样的格式（年-月-日），或者日历上没有这一天。`,
  'option.moment': (facts) =>
    `“${facts.given}”不是能识别的时间，或日历上没有这一天。请写 \`现在\`、20:00 这样的时间，或 2026-03-02 20:00 这样的日期加时间。`,
  'option.moment-past': (facts) => `${formatInstant(facts.at, 'F')} 已经过去了，请选之后的时间。`,
  'option.moment-gap': (facts) =>
    `${facts.timeZone} 没有“${facts.given}”这个时刻：当天时钟拨快，跳过了它。如果是指 ${formatInstant(facts.next, 'F')}，请写那个时间。`,
  'option.time-zone': (facts) =>
    `“${facts.given}”不是时区。请写成“地区/城市”，例如 Asia/Shanghai 或 Europe/Berlin。`,
  'attachment.too-large': (facts) =>
    `“${facts.fileName}”太大：最多 ${megabytes(facts.mostBytes)}。请附上更小的文件，或拆成几份。`,
  'attachment.gone': (facts) => `Discord 上已经没有“${facts.fileName}”了。请重新输入命令并再次附上文件。`,
  'messenger.channel': (facts) => {
    if (facts.problem.kind === 'gone') return '频道已不存在，或者我看不到它。请选择另一个频道。';
    if (facts.problem.kind === 'not-text')
      return `<#${facts.channelId}> 不是文字频道，请选择文字或公告频道。`;
    const missing = facts.problem.missing.map((name) => core.permissions[name] ?? name).join('、');
    return `我无法在 <#${facts.channelId}> 发消息：缺少权限 ${missing}。请在频道设置里把这些权限授予我的身份组。`;
  },
  'messenger.message-gone': (facts) => `我在 <#${facts.channelId}> 的消息已被删除。`,
  'messenger.dm-closed': (facts) =>
    `<@${facts.userId}> 不接收我的私信：对方关闭了私信，或者我们已没有共同的服务器。`,
  'threads.too-many': () =>
    '本服务器的活跃子区数量已达到 Discord 的上限。请先关闭一些不再需要的子区，再试一次。',
  'scheduled-events.permissions': ({ channelId, missing }) => {
    const lacks = missing.map((name) => core.permissions[name] ?? name).join('、');
    return channelId
      ? `我无法在 <#${channelId}> 创建活动：缺少权限 ${lacks}。请在频道设置里把这些权限授予我的身份组。`
      : `我无法创建活动：缺少权限 ${lacks}。请在“服务器设置 → 身份组”中授予我的身份组。`;
  },
  'scheduled-events.place': ({ channelId }) =>
    `<#${channelId}> 不能举办活动，或者我看不到它。请选择语音频道或舞台频道。`,
  'scheduled-events.past': ({ startsAt }) => `${formatInstant(startsAt)} 已经过去，请选择将来的时间。`,
  'scheduled-events.too-many': ({ most }) =>
    `本服务器未结束的活动已有 ${formatCount(most, 'zh-CN')} 个，这是 Discord 的上限。请先删除一个，再试一次。`,
};
