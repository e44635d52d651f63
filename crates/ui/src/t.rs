//! The words: Fluent messages as functions, both languages checked when the crate is built.

/// Declares a slice's messages, read from `l10n/zh-CN.ftl` and `l10n/en.ftl` beside its `Cargo.toml`.
///
/// `ui::messages!(pub(crate) Text);` gives a type `Text` with one function per message: `key-name = …{ $count }` is
/// `Text::of(lang).key_name(count)`. Values are passed in the order in which they first stand in `zh-CN.ftl`.
///
/// A key that one language lacks stops the build; `cargo nextest run -p ui --test languages` then says which. The slice
/// needs `fluent-static.workspace = true`, the generated code names that crate.
#[macro_export]
macro_rules! messages {
    ($visible:vis $name:ident) => {
        #[allow(missing_docs, dead_code, clippy::all)]
        mod __messages {
            #[::fluent_static::message_bundle(
                resources = [("l10n/zh-CN.ftl", "zh-CN"), ("l10n/en.ftl", "en")],
                default_language = "zh-CN"
            )]
            pub struct $name;

            impl $name {
                /// The messages in that language, without the bidi marks that would spoil copied text.
                pub fn of(lang: $crate::Lang) -> Self {
                    let mut text = <Self as ::fluent_static::MessageBundle>::get(lang.tag()).unwrap_or_default();
                    text.set_use_isolating(false);
                    text
                }
            }
        }
        $visible use __messages::$name;
    };
}

messages!(pub(crate) Text);
