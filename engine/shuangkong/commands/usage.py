"""How a command was written wrongly, in the words of the reader and in those of click."""

import click


def said(error: click.ClickException) -> str:
    """One message: what is wrong, in Chinese and English, and how to mend it; a command that only
    groups others and was given none says which there are."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    context = getattr(error, "ctx", None)
    path = context.command_path if isinstance(context, click.Context) else "shuangkong"
    what, mend = _told(error, context)
    # what the program says itself is Chinese already
    whole = "  ".join(filter(None, (what, error.format_message())))
    return f"{whole}\n    怎么改：{mend}用法见 {path} --help"


def _told(error: click.ClickException, context: click.Context | None) -> tuple[str, str]:
    """What is wrong, empty where the error itself says it in Chinese, and what to do first."""
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        mend = f"是否想写 {near}？" if near else ""
        return f"没有选项 {error.option_name}。", f"{mend}文件名以“-”开头的，前面加 ./；"
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(context) if error.param and context else ""
        return f"少写了一项：{name}。", "请补上；"
    if isinstance(error, click.BadParameter):
        name = error.param.get_error_hint(context) if error.param and context else ""
        return f"{name} 的值不对。", "请改正这个值；"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面要写的值不对或没有写。", "请在选项后面写上值；"
    if isinstance(error, click.BadArgumentUsage):
        return "参数的写法不对。", ""
    if context is not None and isinstance(context.command, click.Group):
        return "没有这条命令。", ""
    return ("", "") if not error.format_message().isascii() else ("命令写得不对。", "")
