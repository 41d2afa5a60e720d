//! What rustc says about each case, word for word, and that each cure compiles and runs.

/// Every refused program still gets exactly the message that stands in its `.stderr`.
#[test]
fn pins() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("rc_not_send.rs");
    cases.compile_fail("borrowed_not_static.rs");
}

macro_rules! cures {
    ($($name:ident)*) => {
        $(
            #[allow(non_snake_case)]
            mod $name {
                include!(concat!("../cures/", stringify!($name), ".rs"));

                #[test]
                fn runs() {
                    main()
                }
            }
        )*
    };
}

cures! {
    borrowed_not_static
    rc_not_send__arc
    rc_not_send__spawn_local
}
