product = 贤能
skip-to-content = 跳到正文
menu = 菜单
main-menu = 主菜单
you-are-here = 当前位置
change-language = 切换到英文
search = 搜索
search-hint = 搜索姓名、拼音、岗位、单位
no-match = 没有匹配的结果
today = 今日
show-as-of = 查看此日期的情况
show = 查看
as-of-past = 以下为 { $date } 的情况。
back-to-today = 回到今日
my-account = 我的账户
sign-out = 退出

yes = 是
no = 否
unknown = 无法判定
warning = 注意
info = 提示

rows = 共 { $count } 条
rows-shown = 显示 { $count } 条，共 { $total } 条
rows-range = 第 { $first }–{ $last } 条，共 { $total } 条
export-as = 导出 { $format }
nothing-here = 这里还没有内容
sort-ascending = 按升序排列
sort-descending = 按降序排列
pages = 翻页
first = 首页
previous = 上一页
next = 下一页

filter = 筛选
apply = 应用
filters-in-force = 已用筛选条件
remove-filter = 去掉“{ $filter }”
clear-filters = 全部清除

required = 必填
error-prefix = 错误：
errors-found = 有 { $count } 处需要更正
nothing-saved = 尚未保存任何内容，您填写的内容仍在下方。
please-choose = 请选择
partial-date-hint = 如 1980-05-12；只知年月写 1980-05，只知年份写 1980
save = 保存
cancel = 取消
go-ahead = 确定
close-to-cancel = 再次点击上面的按钮即可取消。

reveal = 显示
reveal-why = 查看理由
reveal-logged = 此项受限。理由、时间和查看人都会记录在案。

kept = 已保留
next-step = 下一步

fact = 依据事实：
not-recorded = 未记载
now = 至今
views = 视图
steps = 步骤
step-done = （已完成）
done-of = 已完成 { $done } / { $total }
done-so-far = 已完成 { $done }
what = 事项
from = 起
until = 止

chart-of-organisation = { $unit }组织机构图
same-as-list = 以列表查看
same-as-table = 以表格查看数据
in-unit = 单位：{ $unit }
no-figures = 暂无数据

filled-in-by = 填报单位：{ $unit }
filled-in-on = 填报日期：{ $date }
signed = 签名：
blank-date = 年　　月　　日
ledger-entry = 台账 { $entry }

met = 符合
not-met = 不符合
see-clause = 查看“{ $clause }”原文
what-is-under = { $unit }的下级

copy = 复制
copied = 已复制
