"""A way of following targets is offered for forms that have a formula by it, and no others."""

import pytest
from shuangkong.methods.by_form import fits
from shuangkong.vocabulary import AnnualMethod, Basis, Form, ProgressMethod

RELATIVE = {Form.REDUCE_BY, Form.RAISE_BY}
FITTING = {
    ProgressMethod.LOGARITHMIC: RELATIVE,
    ProgressMethod.LINEAR: set(Form) - {Form.AT_MOST, Form.COMPLETE, Form.IMPROVE},
    ProgressMethod.INCREMENT: {Form.AT_MOST},
    ProgressMethod.NONE: set(Form),
    AnnualMethod.EQUAL_GEOMETRIC: {Form.REDUCE_BY},
    AnnualMethod.EQUAL_INCREMENT: {Form.AT_MOST},
    # a direction has no value that could be issued for a year
    AnnualMethod.ISSUED: set(Form) - {Form.IMPROVE},
    AnnualMethod.NONE: set(Form),
    Basis.LEVELS: set(Form),
    Basis.CHAINED_RATES: {*RELATIVE, Form.AT_MOST},
    Basis.LAST_LEVEL: {Form.AT_MOST},
}


@pytest.mark.parametrize("chosen", FITTING, ids=str)
def test_a_way_fits_the_forms_it_has_a_formula_for(chosen):
    assert {form for form in Form if fits(form, chosen)} == FITTING[chosen]


def test_every_choice_is_in_the_table():
    assert {*ProgressMethod, *AnnualMethod, *Basis} == set(FITTING)
