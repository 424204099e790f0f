"""Readers' and the newsroom's texts: bounded and tidied, rendered and sanitised, counted."""

from rejoinder.text.articles import ARTICLE_TAGS as ARTICLE_TAGS
from rejoinder.text.articles import ArticleText as ArticleText
from rejoinder.text.articles import clean_article as clean_article
from rejoinder.text.articles import read_article as read_article
from rejoinder.text.articles import read_article_html as read_article_html
from rejoinder.text.articles import read_article_text as read_article_text
from rejoinder.text.articles import render_article as render_article
from rejoinder.text.articles import words_of as words_of
from rejoinder.text.comments import CommentText as CommentText
from rejoinder.text.comments import Visible as Visible
from rejoinder.text.comments import read_comment as read_comment
from rejoinder.text.comments import render_comment as render_comment
from rejoinder.text.comments import visible_text as visible_text
from rejoinder.text.links import addresses_in as addresses_in
from rejoinder.text.plain import plain_comment as plain_comment
from rejoinder.text.plain import plain_letters as plain_letters
from rejoinder.text.sanitising import ATTRIBUTES as ATTRIBUTES
from rejoinder.text.sanitising import COMMENT_TAGS as COMMENT_TAGS
from rejoinder.text.sanitising import clean_comment as clean_comment
from rejoinder.text.tidying import LONGEST_LINE as LONGEST_LINE
from rejoinder.text.tidying import LONGEST_TEXT as LONGEST_TEXT
from rejoinder.text.tidying import TooLong as TooLong
from rejoinder.text.tidying import characters as characters
from rejoinder.text.tidying import tidy as tidy
from rejoinder.text.tidying import tidy_line as tidy_line
from rejoinder.text.tidying import xml_text as xml_text
